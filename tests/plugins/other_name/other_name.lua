local function found(context, options)
  return document.paragraph('Found.')
end

return {found = found}
