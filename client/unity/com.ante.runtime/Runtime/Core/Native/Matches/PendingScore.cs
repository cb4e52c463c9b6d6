using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>A score on its way, with what its answer must be read with.</summary>
    internal sealed class PendingScore
    {
        internal PendingScore(long? playerId, Role role, long challengerId, Score score, string secret, string idempotencyKey)
        {
            PlayerId = playerId;
            Role = role;
            ChallengerId = challengerId;
            Score = score;
            Secret = secret;
            IdempotencyKey = idempotencyKey;
        }

        /// <summary>Whose it is; null when it was not known.</summary>
        internal long? PlayerId { get; }

        internal Role Role { get; }

        internal long ChallengerId { get; }

        internal Score Score { get; }

        internal string Secret { get; }

        internal string IdempotencyKey { get; }

        internal static PendingScore FromJson(JsonValue value)
        {
            var json = Read.Object(value);
            return new PendingScore(
                Read.IntegerOrNull(json, "player_id"),
                Read.Boolean(json, "challenger") ? Role.Challenger : Role.Challenged,
                Read.Integer(json, "challenger_id"),
                Read.Score(json, "score"),
                Read.String(json, "secret"),
                Read.String(json, "idempotency_key"));
        }

        internal JsonValue ToJson() => new JsonObject()
            .Set("player_id", JsonValue.Of(PlayerId))
            .Set("challenger", JsonValue.Of(Role == Role.Challenger))
            .Set("challenger_id", JsonValue.Of(ChallengerId))
            .Set("score", Write.Score(Score))
            .Set("secret", JsonValue.Of(Secret))
            .Set("idempotency_key", JsonValue.Of(IdempotencyKey));
    }
}
