using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>An attempt of the player's: the match with its secret, and the player's side of it.</summary>
    internal sealed class Started
    {
        internal Started(MatchWithAttempt wire, Role role)
        {
            Wire = wire;
            Role = role;
        }

        internal MatchWithAttempt Wire { get; }

        internal Role Role { get; }

        /// <summary>The score that has arrived at the server, if one has.</summary>
        internal Score? Posted { get; set; }

        /// <exception cref="InternalErrorException">The server did not tell it.</exception>
        internal string Secret =>
            Wire.Secret ?? throw new InternalErrorException("The server's answer has no secret for this attempt");

        internal static Started FromJson(JsonValue value)
        {
            var json = Read.Object(value);
            var wire = Read.Value(json, "match", MatchWithAttempt.FromJson);
            return new Started(wire, Read.Boolean(json, "challenger") ? Role.Challenger : Role.Challenged);
        }

        internal JsonValue ToJson() => new JsonObject()
            .Set("match", Wire.ToJson())
            .Set("challenger", JsonValue.Of(Role == Role.Challenger));

        internal AttemptInfo Present(bool resumed) => new AttemptInfo
        {
            MatchId = Wire.Id,
            GameId = Wire.GameId,
            Seed = Wire.Seed ?? MatchSeed.Of(Wire.Id),
            Role = Role,
            Stake = Wire.StakeAmount,
            Currency = Wire.Currency,
            ResultUntil = Wire.ResultUntil,
            Resumed = resumed,
        };
    }
}
