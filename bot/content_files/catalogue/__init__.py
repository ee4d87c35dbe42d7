"""Takes over a catalogue of services with their offices: read, compared with the files, written."""
