"""`briefgen preview`: briefs in the browser while their templates are edited.

    watching ──▶ desk ──▶ workshop ══▶ maker ──▶ briefs, pages
    what was     what is   a process    in that process: the settings,
    saved        open      to kill      a brief, one view of it
                  │
                  ▼
    serving ──▶ app, guard ──▶ the browser (`static/`)

- `shapes`: what goes from one to the other
- `briefs`: the brief of a choice: a sample, or one of the settings' topics
- `editions`: drafts as they would be made today, and what was released, byte for byte
- `pages`: a brief as a page for the frame of the browser: HTML, mail, pages of a PDF, Markdown
- `strict`: the same page without inline styles and scripts, with the policy (CSP) that holds for it
- `places`: the template, layer and line of each block
- `documents`: a cited document with the sentence marked
- `maker`, `workshop`: making pages in a process of its own, within limits of time and memory
- `desk`: the last good page of each view, what is wrong, and who is to hear of it
- `watching`: what was saved, and what came into the store
- `guard`, `app`, `serving`: the server, for this machine alone
"""
