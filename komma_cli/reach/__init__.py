"""Who answers when: the minutes of a year, the promises that nobody could keep, and what would mend them."""
