"""Everything about language models: `door.py` is the only file that knows LangChain, the others know only our own values."""
