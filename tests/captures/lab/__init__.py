"""What the capture makers share: two namespaces joined by a cable, a recorder, processes that talk."""
