"""From keys to an answer: lines, long texts, pasted text, text that looks like a key."""
