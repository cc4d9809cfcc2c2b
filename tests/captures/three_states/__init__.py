"""The parts of make_three_states.py: one invented phone in three states."""
