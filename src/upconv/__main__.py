"""`python -m upconv`: the command `upconv`."""

from upconv.cli import main

if __name__ == "__main__":
    main()
