"""What local governments may sign abroad: packs of rules, one a country."""
