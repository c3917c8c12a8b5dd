"""Files with which the system's own scheduler runs briefgen: timers of systemd, or lines of cron.

The table of contents:

- `jobs`: what is run, and when
- `systemd`: as units
- `cron`: as lines of a table
- `verifying`: what systemd has to say of them
- `installing`: written where they belong, without a person's own changes getting lost
- `tables`: the cron table of a user
- `finding`: what is installed
"""
