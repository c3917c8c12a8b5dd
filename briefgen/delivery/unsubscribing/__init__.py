"""How people leave a list: by the link in a message, through their mail program (RFC 8058), or an operator.

The table of contents:

- `tokens`: what stands at the end of a link: proof that it was made here, and for whom
- `leaving`: who left what, kept in the outbox
- `asking`: a request → an answer; knows no server
- `pages`: what people see in their browser
- `quiet`: a log that stays short
- `mounting`: the same as WSGI and ASGI applications
- `serving`: a server of our own, to stand behind a proxy
"""
