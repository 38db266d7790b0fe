"""The local page: declare, translate, answer questions and take the report along, in a browser on this machine."""
