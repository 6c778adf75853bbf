"""The form with vectors along the columns of one position: output channels and their phases."""
