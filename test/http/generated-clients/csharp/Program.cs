// Alice plays by the client that NSwag generated, Bob by Kiota's. Prints what both learnt, one JSON object.
using System.Net.Http.Headers;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using NSwag = AnteNSwag;
using Kiota = AnteKiota;
using Models = AnteKiota.Models;

var (server, operatorToken, aliceToken, bobToken) = (args[0], args[1], args[2], args[3]);
var house = NSwagClient(operatorToken);
var alice = NSwagClient(aliceToken);
var bob = KiotaClient(bobToken);

var created = await house.CreateGameAsync(new NSwag.CreateGameBody
{
    Name = "Tower", Max_score = 1000, Score_order = NSwag.CreateGameBodyScore_order.Lower_wins, Enabled = true,
    Play_seconds = 600, Open_seconds = 600, Max_open = 10, Stakes = [], Clients = [], Result_clients = [],
});
var game = created.Game.Id;
var terms = new NSwag.NewMatch { Match = new NSwag.Match2 { Stake = 500, Currency = "GBP", Game_id = game } };
var first = (await alice.CreateMatchAsync(terms, "alice-1")).Match;
var again = (await alice.CreateMatchAsync(terms, "alice-1")).Match;

var found = await bob.Api.GamingAsync.V1.MatchesJson.GetAsync(request =>
{
    request.QueryParameters.Stake = 500;
    request.QueryParameters.Currency = "GBP";
    request.QueryParameters.GameId = game;
});
var own = bob.Api.GamingAsync.V1.Matches[found!.Matches![0].Id];
var accepted = (await own.AcceptJson.PutAsync())!.Match!;
await alice.PostResultAsync(first.Id, new NSwag.PostResultBody { Match_score = new() { Score = 5, Secret = first.Secret } });
var result = (await own.ResultJson.PostAsync(new Models.PostResultBody
{
    MatchScore = new() { Score = new() { Int64 = 6 }, Secret = accepted.Secret },
}))!.MatchResult!;

var aliceEvents = (await alice.OwnEventsAsync(0, null)).Events;
var bobEvents = (await bob.Api.GamingAsync.V1.Me.EventsJson.GetAsync())!.Events!;
string refusal;
try { await alice.AcceptMatchAsync(first.Id); refusal = "none"; }
catch (NSwag.ApiException<NSwag.ProblemBody> problem) { refusal = problem.Result.Code; }

Console.WriteLine(Newtonsoft.Json.JsonConvert.SerializeObject(new
{
    repeated = again.Id == first.Id,
    outcome = result.Outcome?.ToString(),
    settled = aliceEvents.OfType<NSwag.MatchSettledEvent>().Single().Data.Match_result.Winner_id,
    bobs = bobEvents.OfType<Models.MatchSettledEvent>().Single().Data!.MatchResult!.WinnerId,
    state = aliceEvents.OfType<NSwag.MatchSettledEvent>().Single().Data.Match.State.ToString(),
    refusal,
}));

NSwag.AnteClient NSwagClient(string token)
{
    var http = new HttpClient();
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    return new NSwag.AnteClient(http) { BaseUrl = server };
}

Kiota.AnteClient KiotaClient(string token)
{
    var adapter = new HttpClientRequestAdapter(new BearerToken(token)) { BaseUrl = server };
    return new Kiota.AnteClient(adapter);
}

class BearerToken(string token) : IAuthenticationProvider
{
    public Task AuthenticateRequestAsync(
        RequestInformation request, Dictionary<string, object>? context = null, CancellationToken cancellation = default)
    {
        request.Headers.Add("Authorization", $"Bearer {token}");
        return Task.CompletedTask;
    }
}
