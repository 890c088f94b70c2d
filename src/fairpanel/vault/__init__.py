"""Files of panelists, each sealed with its panelist's own key; whoever destroys the key has destroyed the files."""
