using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class SupportToken
{
    /// <summary>At most an hour; the page asks for a new one before it runs out.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Call it on your server, for the customer of the session: whoever has the secret can be anybody.</summary>
    public static string For(string id, string name, string email, object context, string secret)
    {
        var now = DateTimeOffset.UtcNow;
        var header = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "HS256", typ = "JWT" }));
        var claims = Encode(JsonSerializer.SerializeToUtf8Bytes(new
        {
            sub = id,
            name,
            email,
            context,
            iat = now.ToUnixTimeSeconds(),
            exp = now.Add(Lifetime).ToUnixTimeSeconds(),
        }));
        var content = $"{header}.{claims}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(content));
        return $"{content}.{Encode(signature)}";
    }

    private static string Encode(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
