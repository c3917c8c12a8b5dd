"""Files with which the system's own scheduler runs briefgen: timers of systemd, or lines of cron.

The table of contents:

- `jobs`: what is run, and when
- `systemd`: as units
- `cron`: as lines of a table
- `finding`: whether something on this machine sends
- `installing`: written where they belong, without a person's own changes getting lost
"""
