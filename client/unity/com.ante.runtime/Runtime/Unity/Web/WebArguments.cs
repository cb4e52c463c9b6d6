using System;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>What is given to the browser client; an option that is left out takes its default there.</summary>
    internal static class WebArguments
    {
        internal static JsonObject Options(AnteOptions options, string server) => new JsonObject()
            .Set("server", JsonValue.Of(server))
            .Set("clientId", JsonValue.Of(options.WebClientId ?? options.ClientId))
            .Set("scope", JsonValue.Of(options.Scope))
            .Set("asksForToken", JsonValue.Of(options.AccessToken != null));

        internal static JsonObject Login(LoginOptions options)
        {
            var json = new JsonObject().Set("timeoutSeconds", JsonValue.Of((long)Math.Ceiling(options.Timeout.TotalSeconds)));
            return options.Mode == LoginMode.Automatic
                ? json
                : json.Set("mode", JsonValue.Of(options.Mode.ToString().ToLowerInvariant()));
        }

        internal static JsonObject Terms(Terms terms)
        {
            var json = new JsonObject()
                .Set("gameId", JsonValue.Of(terms.GameId))
                .Set("stake", JsonValue.Of(terms.Stake))
                .Set("currency", JsonValue.Of(terms.Currency));
            return terms.SkillLevel == null ? json : json.Set("skillLevel", JsonValue.Of(terms.SkillLevel));
        }

        internal static JsonObject History(MatchState? state, int page)
        {
            var json = new JsonObject().Set("page", JsonValue.Of(page));
            return state == null ? json : json.Set("state", JsonValue.Of(MatchStateText.Of(state)));
        }
    }
}
