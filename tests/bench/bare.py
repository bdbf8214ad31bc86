"""The least a Typer program with two commands can do: what ``komma directory`` is measured against."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def hello() -> None:
    """Print one word."""
    print("hello")


@app.command()
def bye() -> None:
    """Print another word."""
    print("bye")


if __name__ == "__main__":
    app()
