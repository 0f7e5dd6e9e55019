-- Sends requests in turn and prints what was measured on one line: wrk … -- BODIES PATH,
-- where BODIES is a file with one request's body on each line.

local requests, turn = {}, 0

function init(args)
  wrk.headers["Content-Type"] = "application/json"
  for body in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", args[2], nil, body)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    "measured requests=%d errors=%d bytes=%d micros=%d p50=%d p99=%d max=%d\n",
    summary.requests, e.connect + e.read + e.write + e.timeout + e.status, summary.bytes,
    summary.duration, latency:percentile(50), latency:percentile(99), latency.max))
end
