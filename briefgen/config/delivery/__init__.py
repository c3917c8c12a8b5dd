"""delivery.yaml and the CSV files of its lists → who gets which briefs, when, and through which relay.

- `keys`: what the file may say
- `sheets`: bytes of a CSV file → rows that know their line
- `people`: the people of a list, and what is wrong with them
- `meaning`: how the values must fit each other
- `loading`: the whole of it; `load` and `check`
"""
