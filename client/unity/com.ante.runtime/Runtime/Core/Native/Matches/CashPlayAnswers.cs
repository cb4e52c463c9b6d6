using System;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>
    /// Answers of servers that have only what the CashPlay document has, completed to what the contract says: what Ante adds
    /// is missing there.
    /// </summary>
    internal static class CashPlayAnswers
    {
        /// <summary>Stands for a time that the server did not tell.</summary>
        internal static readonly DateTimeOffset NotTold = DateTimeOffset.MinValue;

        /// <summary>Completes an answer with <c>match</c> or <c>matches</c> in it.</summary>
        internal static Func<JsonValue, JsonValue> Completed(long gameId) => answer =>
        {
            if (!(answer is JsonObject json)) return answer;
            if (json["match"] is JsonObject match) Complete(match, gameId);
            if (json["matches"] is JsonArray matches)
            {
                foreach (var item in matches.Items)
                {
                    if (item is JsonObject listed) Complete(listed, gameId);
                }
            }

            return json;
        };

        private static void Complete(JsonObject match, long gameId)
        {
            var isUnmatched = match["challenged_id"] == null || match["challenged_id"] is JsonNull;
            SetMissing(match, "state", JsonValue.Of(isUnmatched ? "unmatched" : "matched"));
            SetMissing(match, "game_id", JsonValue.Of(gameId));
            SetMissing(match, "created_at", Write.Time(NotTold));
            SetMissing(match, "open_until", Write.Time(NotTold));
        }

        private static void SetMissing(JsonObject json, string name, JsonValue value)
        {
            if (json[name] == null || json[name] is JsonNull) json.Set(name, value);
        }
    }
}
