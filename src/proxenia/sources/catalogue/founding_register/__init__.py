"""The founding register: the package's own choice of facts on city diplomacy, each verified at a public place."""
