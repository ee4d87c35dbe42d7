"""The steps of the pipeline that are matters of their own."""
