"""From an edition's draft mail and a person to the bytes that the relay gets.

The table of contents:

- `headers`: a line of the head, from text that anybody may have written
- `draft`: the mail of an edition, taken apart and looked through once
- `forms`: everything that people with one letter share, made once, with gaps for what is personal
- `writing`: a form and a person → a message; parsed again before anybody sees it
- `proving`: what no message may be: two heads in one, a line too many, a picture from elsewhere
"""

from briefgen.delivery.mailing.forms import Desk, Form, forms
from briefgen.delivery.mailing.writing import Message, message, message_id

__all__ = ["Desk", "Form", "Message", "forms", "message", "message_id"]
