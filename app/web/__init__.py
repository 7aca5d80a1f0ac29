"""The outer edge: HTTP, websockets and pages; nothing below knows that the web exists."""
