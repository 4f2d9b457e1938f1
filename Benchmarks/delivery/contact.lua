-- A contact like those that muster sends, for wrk: another address each time.
local count = 0
local headers = {
  ["Content-Type"] = "application/json", ["Accept"] = "application/json",
  ["Authorization"] = "Basic OmJlbmNo", ["User-Agent"] = "wrk",
}

function setup(thread)
  thread:set("offset", tostring(thread.addr):gsub("%W", ""))
end

function request()
  count = count + 1
  local name = "wrk-" .. tostring(offset or "") .. "-" .. count
  local body = '{"email":"' .. name .. '@firma.example","linkedinUrl":"https://www.linkedin.com/in/'
    .. name .. '","firstName":"Ada","lastName":"Abel","phone":"+49 30 5000000","industry":"Software",'
    .. '"location":"Berlin","tagline":"Ada builds things that last","jobTitle":"Head of Things",'
    .. '"companyDomain":"firma.example","source":"fair"}'
  return wrk.format("POST", wrk.path, headers, body)
end
