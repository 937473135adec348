"""The studio's pages: standards, drafts, and how a change of rules is decided."""
