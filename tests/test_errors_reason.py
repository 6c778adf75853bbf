"""What another library's error says, told on one line of ours."""

from upconv import errors
from upconv.errors.tree import compose


def test_the_first_line_without_colours_below_the_heading_of_keras():
    keras = "Exception encountered when calling Dense.call().\n\n\x1b[1mWrong shape.\x1b[0m\nmore"
    assert errors.reason(ValueError(keras)) == "Wrong shape."
    assert errors.reason(ValueError("first\nsecond")) == "first"


def test_an_error_without_words_is_named():
    assert errors.reason(KeyError()) == "KeyError"
    heading = "Exception encountered when calling Dense.call()."
    assert errors.reason(ValueError(heading)) == heading


def test_a_reason_that_ends_in_a_full_stop_gets_no_second_one():
    assert compose("Rule", "it: because.") == "Rule. Received it: because."
