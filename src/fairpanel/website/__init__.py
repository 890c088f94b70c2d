"""What makes one product of the rooms: settings, addresses, assembly, the pages' frame."""
