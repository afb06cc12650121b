"""From a screen or a document to characters; nothing left of the command line prints."""
