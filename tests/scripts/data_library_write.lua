-- expect: data is part of Hallmark and cannot be changed
-- line: 3
data.query = nil
