using System;
using Ante.Contract;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>Reads the browser client's own types.</summary>
    internal static class WebRead
    {
        internal static Player Player(JsonValue value)
        {
            var json = Read.Object(value);
            return new Player(
                Read.Integer(json, "id"), Read.String(json, "username"), Read.String(json, "nickname"), Read.Boolean(json, "guest"));
        }

        internal static Player? PlayerOrNull(JsonValue value) => value is JsonNull ? null : Player(value);

        internal static Me Me(JsonValue value)
        {
            var json = Read.Object(value);
            var player = Player(json);
            return new Me(player.Id, player.Username, player.Nickname, player.Guest, Read.Map(json, "balances"));
        }

        internal static AttemptInfo Attempt(JsonValue value)
        {
            var json = Read.Object(value);
            return new AttemptInfo
            {
                MatchId = Read.String(json, "matchId"),
                GameId = Read.Integer(json, "gameId"),
                Seed = Read.String(json, "seed"),
                Role = Role(Read.String(json, "role")),
                Stake = Read.Integer(json, "stake"),
                Currency = Read.String(json, "currency"),
                ResultUntil = Read.TimeOrNull(json, "resultUntil"),
                Resumed = Read.Boolean(json, "resumed"),
            };
        }

        internal static AttemptInfo? AttemptOrNull(JsonValue value) => value is JsonNull ? null : Attempt(value);

        internal static Match Match(JsonValue value)
        {
            var json = Read.Object(value);
            return new Match
            {
                Id = Read.String(json, "id"),
                GameId = Read.Integer(json, "gameId"),
                Stake = Read.Integer(json, "stake"),
                Currency = Read.String(json, "currency"),
                State = Read.Enum(json, "state", MatchStateText.Parse),
                Role = Read.EnumOrNull(json, "role", Role),
                ChallengerId = Read.Integer(json, "challengerId"),
                ChallengedId = Read.IntegerOrNull(json, "challengedId"),
                CreatedAt = Read.TimeOrNull(json, "createdAt"),
                ResultUntil = Read.TimeOrNull(json, "resultUntil"),
                OpenUntil = Read.TimeOrNull(json, "openUntil"),
            };
        }

        internal static MatchResult Result(JsonValue value)
        {
            var json = Read.Object(value);
            return new MatchResult
            {
                MatchId = Read.String(json, "matchId"),
                ChallengerScore = Read.IntegerOrNull(json, "challengerScore"),
                ChallengedScore = Read.IntegerOrNull(json, "challengedScore"),
                OwnScore = Read.IntegerOrNull(json, "ownScore"),
                OpponentScore = Read.IntegerOrNull(json, "opponentScore"),
                WinnerId = Read.IntegerOrNull(json, "winnerId"),
                AmountWon = Read.IntegerOrNull(json, "amountWon"),
                Currency = Read.StringOrNull(json, "currency"),
                Outcome = Read.EnumOrNull(json, "outcome", OutcomeText.Parse),
                Verdict = Read.EnumOrNull(json, "verdict", Verdict),
            };
        }

        internal static PlayedMatch Played(JsonValue value)
        {
            var json = Read.Object(value);
            return new PlayedMatch(Read.Value(json, "match", Match), Read.Value(json, "result", Result));
        }

        internal static SettledMatch Settled(JsonValue value)
        {
            var played = Played(value);
            var outcome = played.Result.Outcome ?? throw new FormatException("outcome is missing");
            var verdict = played.Result.Verdict ?? throw new FormatException("verdict is missing");
            return new SettledMatch(played.Match, played.Result, outcome, verdict);
        }

        internal static Func<JsonValue, Page<T>> Page<T>(Func<JsonValue, T> entry) => value =>
        {
            var json = Read.Object(value);
            return new Page<T>(
                Read.List(json, "entries", entry),
                Read.Integer(json, "count"),
                (int?)Read.IntegerOrNull(json, "nextPage"),
                (int?)Read.IntegerOrNull(json, "prevPage"));
        };

        internal static DateTimeOffset? TimeOrNull(JsonValue value) =>
            Read.TimeOrNull(new JsonObject().Set("time", value), "time");

        internal static Connection Connection(string text)
        {
            switch (text)
            {
                case "live": return Ante.Connection.Live;
                case "polling": return Ante.Connection.Polling;
                default: return Ante.Connection.Offline;
            }
        }

        private static Role Role(string text) => text == "challenger" ? Ante.Role.Challenger : Ante.Role.Challenged;

        private static Verdict Verdict(string text)
        {
            switch (text)
            {
                case "won": return Ante.Verdict.Won;
                case "lost": return Ante.Verdict.Lost;
                case "draw": return Ante.Verdict.Draw;
                case "expired": return Ante.Verdict.Expired;
                default: return Ante.Verdict.Void;
            }
        }
    }
}
