"""See, take along, correct, delete: by asking each room."""
