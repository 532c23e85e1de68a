"""The browser front end: four pages over the front door `tutor.Tutor`; nothing in here decides what is true."""
