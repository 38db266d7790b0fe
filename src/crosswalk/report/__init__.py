"""Turns results into what people read: terminal tables and Markdown, in English and Chinese."""
