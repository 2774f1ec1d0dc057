-- expect: cannot be replaced
-- line: 3
_ENV.data = nil
