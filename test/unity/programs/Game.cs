using System.Threading.Tasks;
using Ante.Json;

namespace Ante.Unity.Tests
{
    /// <summary>What both games have in common.</summary>
    internal static class Game
    {
        /// <summary>Prints what the game has seen.</summary>
        internal static void Say(string what, params (string Name, JsonValue Value)[] fields)
        {
            var content = new JsonObject().Set("what", JsonValue.Of(what));
            foreach (var (name, value) in fields) content.Set(name, value);
            LineLibrary.Say("game", content);
        }

        /// <summary>Waits for the settlement, and prints it with what the player has then.</summary>
        internal static async Task EndAsync(AnteClient ante, Attempt attempt)
        {
            var settled = await attempt.SettledAsync();
            Say("decided", ("verdict", JsonValue.Of(settled.Verdict.ToString())), ("amountWon", JsonValue.Of(settled.Result.AmountWon)));
            var history = await ante.GetMatchesAsync();
            var balance = (await ante.GetMeAsync()).Balances["GBP"];
            Say("end", ("matches", JsonValue.Of(history.Count)), ("balance", JsonValue.Of(balance)));
        }
    }
}
