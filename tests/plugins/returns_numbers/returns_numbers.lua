return {found = 42}
