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
  local nanos = function(micros) return string.format("%.0f", micros * 1000) end
  io.write(string.format("measured requests=%d answered=%d errors=%d bytes=%.0f",
    summary.requests, summary.requests, e.connect + e.read + e.write + e.timeout + e.status, summary.bytes))
  io.write(" nanos=", nanos(summary.duration), " p50=", nanos(latency:percentile(50)),
    " p99=", nanos(latency:percentile(99)), " max=", nanos(latency.max), "\n")
end
