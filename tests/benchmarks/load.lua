-- What wrk asks for: the addresses of the file that MIX names, one a line, by the weight of their
-- kind. A line is: weight, path and, for a reader who has the page already, the time of theirs
-- (If-Modified-Since), parted by tabs.

local requests, total = {}, 0

function init()
    for line in io.lines(os.getenv("MIX")) do
        local weight, path, since = line:match("^([%d.]+)\t([^\t]+)\t(.*)$")
        local headers = {["Accept-Encoding"] = "gzip"}
        if since ~= "" then
            headers["If-Modified-Since"] = since
        end
        total = total + tonumber(weight)
        requests[#requests + 1] = {total, wrk.format("GET", path, headers)}
    end
    math.randomseed(7)
end

function request()
    local at, low, high = math.random() * total, 1, #requests
    while low < high do
        local middle = math.floor((low + high) / 2)
        if requests[middle][1] < at then
            low = middle + 1
        else
            high = middle
        end
    end
    return requests[low][2]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        "RESULT %d %d %d %d %d %d %d\n",
        summary.requests, summary.duration,
        errors.connect + errors.read + errors.write + errors.timeout, errors.status,
        latency:percentile(50), latency:percentile(95), latency:percentile(99)
    ))
end
