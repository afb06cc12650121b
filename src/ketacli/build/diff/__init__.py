"""Two states of the data side by side: what each is read from, what differs, and what follows otherwise."""
