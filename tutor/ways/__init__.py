"""Ways in for other programs: assistants through the Model Context Protocol (`mcp.py`), LangChain programs (`langchain.py`).

Both are thin: every answer comes from `Tutor`, in the JSON of `tutor/wire.py`. For plain Python there is `Tutor` itself.
"""
