"""What editors change of the templates: what is there, what they override, and how it stands to what is shipped.

- `slices`: the blocks of a template, as they stand in its text
- `layers`: the two layers, and for each template which one is in use and what differs
- `ejecting`: the smallest override of a file or block, beside the shipped original that it was made from
- `effective`: what a template holds in the end
- `merging`: an override against what is shipped, and what was shipped then against now; both put together
- `checking`: all that is wrong, as `findings` with file and line; `walking` goes along the types of the model (`kinds`)
  with the `vocabulary` of the renderer
"""
