#!/usr/bin/env bash
# The whole walk of one question through the API (docs/api.md): asked, answered, seen, rated, closed, verified.
#
#   BASE_URL       where the district is, e.g. http://127.0.0.1:8000/yanzhou
#   VILLAGE        the village's code of 12 digits
#   ADVISER_TOKEN  of the adviser on the village's A post (menkou user token ...)
#   OFFICE_TOKEN   of the judicial office of its township
set -euo pipefail
: "${BASE_URL:?}" "${VILLAGE:?}" "${ADVISER_TOKEN:?}" "${OFFICE_TOKEN:?}"
API="${BASE_URL%/}/api"
PYTHON="${PYTHON:-python3}"
PATIENCE_S="${PATIENCE_S:-30}"

# call METHOD PATH [BODY] [HEADER...]: print the body; a refusal ends the walk with its sentence
call() {
    local method=$1 path=$2 body=${3:-} reply status header args=()
    shift $(($# < 3 ? $# : 3))
    for header in "$@"; do args+=(-H "$header"); done
    [ -z "$body" ] || args+=(-H "Content-Type: application/json" --data-binary "$body")
    reply=$(curl -sS --max-time 20 -X "$method" "${args[@]}" -w '\n%{http_code}' "$API/$path")
    status=${reply##*$'\n'} reply=${reply%$'\n'*}
    if [ "$status" -ge 400 ]; then
        echo "$method $path: $status $(echo "$reply" | pick detail)" >&2
        return 1
    fi
    echo "$reply"
}

# pick NAME...: follow names and numbers into the JSON on stdin
pick() {
    "$PYTHON" -c '
import json, sys
held = json.load(sys.stdin)
for name in sys.argv[1:]:
    held = held[int(name)] if isinstance(held, list) else held[name]
print(held)' "$@"
}

new_key() { "$PYTHON" -c 'import uuid; print(uuid.uuid4())'; }
step() { echo "== $*"; }
same() { [ "$1" = "$2" ] || { echo "expected: $2; got: $1" >&2; exit 1; }; }

adviser="Authorization: Bearer $ADVISER_TOKEN"
office="Authorization: Bearer $OFFICE_TOKEN"

step "Who advises the village"
call GET "villages/$VILLAGE" | pick advisers 0 name

step "Ask, twice with one key: one question, one pickup code"
key="Idempotency-Key: $(new_key)"
question='{"text": "邻居把墙砌到我家宅基地上了，怎么办？"}'
asked=$(call POST "villages/$VILLAGE/consultations" "$question" "$key")
code=$(echo "$asked" | pick pickup_code)
same "$(call POST "villages/$VILLAGE/consultations" "$question" "$key")" "$asked"

step "Look it up: waiting"
same "$(call POST consultations/lookup "{\"code\": \"$code\"}" | pick state)" waiting

step "The adviser finds it, opens it and answers"
id=""
for offset in 0 100 200 300 400; do
    mine=$(call GET "consultations?state=waiting&limit=100&offset=$offset" "" "$adviser")
    due=$(echo "$asked" | pick due_at)
    id=$(echo "$mine" | "$PYTHON" -c '
import json, sys
found = [one for one in json.load(sys.stdin)["items"] if [one["village"]["code"], one["due_at"]] == sys.argv[1:]]
print(max(found, key=lambda one: one["asked_at"])["id"] if found else "")' "$VILLAGE" "$due")
    [ -z "$id" ] || break
done
[ -n "$id" ] || { echo "the adviser does not hold the question: is ADVISER_TOKEN the A post's?" >&2; exit 1; }
same "$(call GET "consultations/$id" "" "$adviser" | pick said 0 text)" "邻居把墙砌到我家宅基地上了，怎么办？"
key="Idempotency-Key: $(new_key)"
answer='{"text": "可以先请村里调解，谈不拢再到法院。", "has_no_interest": true}'
sent=$(call POST "consultations/$id/answers" "$answer" "$adviser" "$key")
same "$(call POST "consultations/$id/answers" "$answer" "$adviser" "$key")" "$sent"

step "Wait until the answer arrives (it can be taken back for ten seconds)"
for ((waited = 0; ; waited++)); do
    thread=$(call POST consultations/lookup "{\"code\": \"$code\"}")
    [ "$(echo "$thread" | pick state)" != answered ] || break
    [ "$waited" -lt "$PATIENCE_S" ] || { echo "no answer after $PATIENCE_S seconds" >&2; exit 1; }
    sleep 1
done
echo "$thread" | pick said 1 text

step "Rate it, and close it: the work log writes itself"
call POST consultations/rate "{\"code\": \"$code\", \"face\": 3, \"is_solved\": true}" "Idempotency-Key: $(new_key)" |
    pick rated_at
entry=$(call POST "consultations/$id/close" '{"minutes": 20, "category": "homestead"}' \
    "$adviser" "Idempotency-Key: $(new_key)" | pick entry_id)

step "The judicial office verifies the entry"
call POST "worklogs/$entry/verify" "" "$office" "Idempotency-Key: $(new_key)" | pick outcome
same "$(call POST consultations/lookup "{\"code\": \"$code\"}" | pick state)" closed
echo "The walk is done."
