"""The parts of make_redmi_note.py: a re-enactment with invented data of the case of 2014."""
