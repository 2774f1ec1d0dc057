local function found(context, options)
  total = 1
  return document.paragraph('Found.')
end

return {found = found}
