"""What holds over the whole project, whoever wrote the piece."""
