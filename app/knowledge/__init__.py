"""Articles, passages and finding them; nothing here knows of conversations, models' prose or the web."""
